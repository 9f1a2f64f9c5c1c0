import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Timers are shown: those of one workspace and process in the order they are due, and the few that were given up. */
export class EventLogTimers1764000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index timer_of_process on log.timer (workspace_id, process, due_at, key)');
    await runner.query('create index timer_parked on log.timer (process, workspace_id) where parked_at is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index log.timer_of_process, log.timer_parked');
  }
}
