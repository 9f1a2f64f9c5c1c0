import { join } from 'node:path';
import type { MigrationClass } from '#libs/platform';
import { migrationsOfAllLibs } from '../kit/migrations.js';

const names = (migrations: readonly MigrationClass[]): Set<string> => new Set(migrations.map(({ name }) => name));

describe('migrations', () => {
  it('are run by the service as they are found in the libs', async () => {
    const listed = (await import(join(process.cwd(), 'apps/api/src/migrations.ts'))) as {
      migrations: MigrationClass[];
    };
    const found = await migrationsOfAllLibs();
    expect(found.length).toBeGreaterThan(3);
    expect(names(listed.migrations)).toEqual(names(found));
  });

  it('have a place of their own in the order', async () => {
    const timestamps = (await migrationsOfAllLibs()).map(({ name }) => name.slice(-13));
    expect(new Set(timestamps).size).toBe(timestamps.length);
  });
});
