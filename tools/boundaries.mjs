/**
 * Which layer may depend on which (Nx module boundaries). There is no `*` rule: every project carries one
 * `layer:` and one `platform:` tag, and what is not listed here is refused.
 */
export const layers = [
  {
    sourceTag: 'platform:pure',
    onlyDependOnLibsWithTags: ['platform:pure'],
    bannedExternalImports: ['@nestjs/*', 'pg', 'typeorm', 'kafkajs', '@opentelemetry/*', 'pino'],
  },
  { sourceTag: 'layer:core', onlyDependOnLibsWithTags: ['layer:core'] },
  {
    sourceTag: 'layer:contracts',
    onlyDependOnLibsWithTags: ['layer:contracts'],
    bannedExternalImports: ['@nestjs/*', 'pg', 'typeorm', 'kafkajs'],
  },
  {
    sourceTag: 'layer:telemetry',
    onlyDependOnLibsWithTags: ['layer:telemetry'],
    bannedExternalImports: ['@nestjs/*', 'pg', 'typeorm', 'kafkajs'],
  },
  {
    sourceTag: 'layer:runtime',
    onlyDependOnLibsWithTags: ['layer:core', 'layer:telemetry', 'layer:runtime'],
    bannedExternalImports: ['@nestjs/*', 'pg', 'typeorm', 'kafkajs'],
  },
  {
    sourceTag: 'layer:adapter',
    onlyDependOnLibsWithTags: ['layer:runtime', 'layer:core', 'layer:telemetry', 'layer:testing'],
    bannedExternalImports: ['@nestjs/*', 'typeorm'],
  },
  {
    sourceTag: 'layer:framework',
    onlyDependOnLibsWithTags: [
      'layer:runtime',
      'layer:adapter',
      'layer:telemetry',
      'layer:core',
      'layer:testing',
    ],
  },
  {
    sourceTag: 'layer:testing',
    onlyDependOnLibsWithTags: ['layer:runtime', 'layer:core', 'layer:telemetry'],
  },
  {
    sourceTag: 'layer:testkit',
    onlyDependOnLibsWithTags: ['layer:framework', 'layer:adapter', 'layer:runtime', 'layer:testing'],
  },
  {
    sourceTag: 'layer:app',
    onlyDependOnLibsWithTags: [
      'layer:framework',
      'layer:adapter',
      'layer:runtime',
      'layer:core',
      'layer:contracts',
      'layer:telemetry',
      'layer:testing',
      'layer:testkit',
    ],
  },
  { sourceTag: 'platform:node', onlyDependOnLibsWithTags: ['platform:node', 'platform:pure'] },
];
