/**
 * Why the embedded Postgres does not run:
 * - `IN_USE`: another process works with the same data folder
 * - `UNSUPPORTED_PLATFORM`: no Postgres binaries for this system are installed
 * - `BINARIES_UNUSABLE`: the binaries are there but cannot be run by the user Postgres has to run as
 * - `FOLDER_UNUSABLE`: the data folder cannot be created or written, or has lost its password file
 * - `START_FAILED`: initdb or Postgres itself gave up; the message carries its last words
 */
export type EmbeddedPostgresProblem =
  'IN_USE' | 'UNSUPPORTED_PLATFORM' | 'BINARIES_UNUSABLE' | 'FOLDER_UNUSABLE' | 'START_FAILED';

/** The embedded Postgres cannot be started or kept running; `message` is one line made to be shown to a person. */
export class EmbeddedPostgresError extends Error {
  constructor(
    readonly code: EmbeddedPostgresProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message.replace(/\s*\n\s*/g, ' '), options);
    this.name = 'EmbeddedPostgresError';
  }
}

/** The message of anything thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
