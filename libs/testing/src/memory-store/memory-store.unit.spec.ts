import { storeContract } from '../store-contract/store-contract';
import { createMemoryStore } from './create-memory-store';

storeContract('memory', () => Promise.resolve({ ...createMemoryStore(), close: () => Promise.resolve() }));
