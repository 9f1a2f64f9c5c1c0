import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Access, ApiClient } from './api.js';

/** Settings by the names of their variables; nothing else of this process' environment reaches a program but where to find things. */
export type Environment = Readonly<Record<string, string>>;

export interface Ending {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const KEPT = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'TEMP', 'TMP'];

/** A program of ours as a person starts it: a process (and group) of its own, on the real files. */
export class Program {
  stdout = '';
  stderr = '';
  readonly pid: number;
  /** Resolves when it has ended and everything it said has been heard. */
  readonly ended: Promise<Ending>;
  private over = false;
  private readonly child: ChildProcess;

  constructor(args: readonly string[], env: Environment) {
    const kept = Object.fromEntries(KEPT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
    this.child = spawn(process.execPath, args, {
      env: { ...kept, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.pid = this.child.pid ?? 0;
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => {
        this.over = true;
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** The first match in what it says on standard output. @throws when it ends without having said it */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.stdout);
      if (found) return found;
      if (this.over) throw new Error(`It ended without saying ${pattern}:\n${this.stdout}\n${this.stderr}`);
      await Promise.race([sleep(20), this.ended]);
    }
  }

  /** What a terminal does at Ctrl-C: the signal goes to the whole group. Resolves when it has ended. */
  async interrupt(): Promise<Ending> {
    this.signal(-this.pid, 'SIGINT');
    return this.ended;
  }

  /** `kill -9` to it and to further processes at the same moment. */
  async kill(...others: number[]): Promise<Ending> {
    for (const pid of [this.pid, ...others]) this.signal(pid, 'SIGKILL');
    return this.ended;
  }

  private signal(target: number, name: NodeJS.Signals): void {
    try {
      if (!this.over) process.kill(target, name);
    } catch (error) {
      // Gone on its own between being looked up and now.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** `npm start` and `npm run twolane`, without npm around them. */
export const start = (env: Environment): Program => new Program(['apps/local/start.mjs'], env);
export const twolane = (env: Environment, ...args: string[]): Promise<Ending> =>
  new Program(['apps/local/twolane.mjs', ...args], env).ended;
/** The worker as the container starts it; needs the build that a start has made. */
export const worker = (env: Environment): Program => new Program(['dist/apps/worker/src/main.js'], env);

/** A client of a started service with everybody whose token it printed. */
export const clientOf = async (program: Program): Promise<ApiClient<Access>> => {
  const [text, url = ''] = await program.says(/Twolane is up: (\S+) [^]*?\n\n(?! {2})/);
  const lines = [...text.matchAll(/^ {4}(.+?) +(twl_\S+)$/gm)];
  return new ApiClient(
    url,
    lines.map(([, title = '', token = '']) => ({ title, token })),
  );
};

/** Processes at work for a folder: in it, or started with it in their environment. Needs /proc. */
export const processesOf = async (folder: string): Promise<number[]> => {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(all.map(async (pid) => ((await isOf(pid, folder)) ? [Number(pid)] : [])));
  return found.flat();
};

const isOf = async (pid: string, folder: string): Promise<boolean> => {
  const [cwd, environment] = await Promise.all([
    readlink(`/proc/${pid}/cwd`).catch(() => ''),
    readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''),
  ]);
  return cwd.startsWith(folder) || environment.split('\0').some((pair) => pair.endsWith(`=${folder}`));
};
