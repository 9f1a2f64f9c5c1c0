import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The secret by which links to pictures are signed. */
export class Api1764000000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`insert into api.secret (name) values ('links') on conflict do nothing`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from api.secret where name = 'links'`);
  }
}
