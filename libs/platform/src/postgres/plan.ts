/** A program with its arguments, ready to be spawned. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** What the supervisor process is told to do: sent once, as its first message. Paths are absolute. */
export interface SupervisorPlan {
  /** The data folder; the supervisor works in it. */
  readonly folder: string;
  /** The Postgres cluster inside the folder (PGDATA). */
  readonly cluster: string;
  /** Address of the socket that only one supervisor of this folder can listen on. */
  readonly lockAddress: string;
  /** Both run in the cluster's folder, with `-D` appended by the supervisor. */
  readonly initdb: Program;
  readonly postgres: Program;
  readonly pgCtl: Program;
  /** True when the folder's path cannot be walked by Postgres's user; `-D` is then given as `/proc/self/cwd`. */
  readonly viaWorkingFolder: boolean;
  readonly passwordFile: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly env: Readonly<Record<string, string>>;
}

/** What the supervisor reports. */
export type SupervisorReport =
  | { readonly type: 'ready'; readonly pid: number }
  | { readonly type: 'crashed'; readonly pid: number; readonly reason: string }
  | { readonly type: 'failed'; readonly code: 'IN_USE' | 'START_FAILED'; readonly message: string };
