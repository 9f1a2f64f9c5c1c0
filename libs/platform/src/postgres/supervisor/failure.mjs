/** A reason to give up that is reported to the launcher; `code` is an `EmbeddedPostgresProblem`. */
export class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
