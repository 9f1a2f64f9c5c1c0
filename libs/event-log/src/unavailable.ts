/** The log could not answer just now (connection lost, deadlock, lock not had in time). Nothing was decided; try again. */
export class Unavailable extends Error {
  constructor(
    message: string,
    override readonly cause: unknown,
  ) {
    super(message);
  }
}

/**
 * The read models are those of another version of the program, and nothing of this one may be written to them. The same call succeeds in a
 * process of that version, so a caller may try again; this one has to be restarted.
 */
export class OutdatedProgram extends Unavailable {
  constructor(cause: unknown) {
    super('This process is of another version than the read models: it has to be restarted as that version.', cause);
  }
}
