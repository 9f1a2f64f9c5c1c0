/** The log could not answer just now (connection lost, deadlock, lock not had in time). Nothing was decided; try again. */
export class Unavailable extends Error {
  constructor(
    message: string,
    override readonly cause: unknown,
  ) {
    super(message);
  }
}
