import { defineConfig } from 'prisma/config';

// For Prisma's own CLI. The gateway itself migrates with `npm run db:migrate`, which needs no download.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://127.0.0.1:5432/integration_runs' },
});
