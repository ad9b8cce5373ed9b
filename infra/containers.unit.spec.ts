import { DockerfileParser } from 'dockerfile-ast';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { databaseNames, serviceNames } from '../tools/start/services.mjs';

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface ComposeService {
  image?: string;
  command?: string[];
  build?: { context: string; dockerfile?: string; target?: string };
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
}
interface Compose {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([name]) => serviceNames.includes(name));

describe('docker-compose.yml', () => {
  it('runs every app of the repository that is a service', () => {
    const apps = globSync('apps/*/project.json', { cwd: root })
      .map((path) => basename(dirname(path)))
      // Suites of their own, and the command line, which serve nothing.
      .filter((name) => !name.endsWith('-e2e') && name !== 'cli');
    expect(ours.map(([name]) => name).sort()).toEqual(apps.sort());
  });

  it.each(ours)('runs the built app of %s', (name, service) => {
    expect(service.command).toEqual([`dist/apps/${name}/src/main.js`]);
  });

  it.each(ours)('gives %s its own database, Kafka and the collector', (name, service) => {
    expect(service.environment).toMatchObject({
      HOST: '0.0.0.0',
      KAFKA_BROKERS: 'kafka:9092',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    });
    expect(service.environment?.DATABASE_URL).toMatch(new RegExp(`@postgres:5432/partitura_${name}$`));
  });

  it.each(services)('checks the health of %s', (_, service) => {
    expect(service.healthcheck?.test[0]).toBe('CMD');
  });

  it.each(services)('starts what %s waits for, and waits for its health', (_, service) => {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(compose.services[name]?.healthcheck).toBeDefined();
      expect(condition).toBe('service_healthy');
    }
  });

  it.each(services)('opens the ports of %s to this machine only', (_, service) => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it.each(services)('pins the image of %s', (_, service) => {
    expect(service.image).toMatch(/:(?!latest)[\w.]+$/);
  });

  it.each(services)('mounts only what there is into %s', (_, service) => {
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      expect(source.startsWith('.') ? existsSync(join(root, source)) : source in compose.volumes).toBe(true);
    }
  });

  it('creates every database that a service is given', () => {
    const created = [...read('infra/postgres/databases.sql').matchAll(/CREATE DATABASE (\w+);/g)].map(
      ([, name]) => name,
    );
    // The bus of the containers is Kafka: the database of the embedded bus is not needed.
    expect(created).toEqual(databaseNames.filter((name) => name !== 'partitura_bus'));
  });
});

describe.each(['infra/docker/Dockerfile', 'infra/otel/Dockerfile'])('%s', (path) => {
  const dockerfile = DockerfileParser.parse(read(path));
  const instructions = dockerfile.getInstructions();
  const lastStage = instructions.slice(
    instructions.map((instruction) => instruction.getKeyword()).lastIndexOf('FROM'),
  );
  const inLastStage = (keyword: string) =>
    lastStage.filter((instruction) => instruction.getKeyword() === keyword);

  it('ends as a user that is not root', () => {
    const user = inLastStage('USER').at(-1)?.getArgumentsContent();
    expect(user).toBeDefined();
    expect(['root', '0']).not.toContain(user);
  });

  it('has a health check', () => {
    expect(inLastStage('HEALTHCHECK')).toHaveLength(1);
  });

  it('copies only what the build context has', () => {
    const folder = path === 'infra/docker/Dockerfile' ? root : join(root, dirname(path));
    const sources = dockerfile
      .getCOPYs()
      .filter((copy) => !copy.getFlags().some((flag) => flag.getName() === 'from'))
      .flatMap((copy) => copy.getArguments().slice(0, -1))
      .map((argument) => argument.getValue());
    expect(sources.filter((source) => !existsSync(join(folder, source)))).toEqual([]);
  });
});

describe('the image of the services', () => {
  const dockerfile = DockerfileParser.parse(read('infra/docker/Dockerfile'));

  it('has the stage that compose asks for', () => {
    const stages = dockerfile.getFROMs().map((from) => from.getBuildStage());
    for (const [, service] of ours) expect(stages).toContain(service.build?.target);
  });

  it('gets every file that its build copies past .dockerignore', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = dockerfile
      .getCOPYs()
      .filter((copy) => copy.getFlags().length === 0)
      .flatMap((copy) => copy.getArguments().slice(0, -1))
      .map((argument) => argument.getValue().replace(/^\.\//, ''));
    expect(copied.filter((source) => !allowed.includes(source))).toEqual([]);
  });

  it('runs on the major version of Node that the project is built for', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    const major = devDependencies.node.split('.')[0];
    for (const from of dockerfile.getFROMs()) expect(from.getImage()).toBe(`node:${major}-bookworm-slim`);
  });
});
