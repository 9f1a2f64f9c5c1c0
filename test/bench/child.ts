import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadPlan, LoadReport } from './load.js';
import type { WritersPlan, WritersReport } from './readers-writers.js';
import type { ServerPlan, ServerReport } from './server.js';

/** A program of the bench in a process of its own, answering one message at a time. */
class Child<Answer> {
  private readonly process: ChildProcess;

  constructor(file: string) {
    const own = import.meta.url.endsWith('.ts') ? file : file.replace(/\.ts$/, '.js');
    this.process = fork(fileURLToPath(new URL(own, import.meta.url)));
  }

  ask(message: object | string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`A process of the bench ended with ${code}.`));
      this.process.once('exit', ended);
      this.process.once('message', (answer) => {
        this.process.off('exit', ended);
        resolve(answer as Answer);
      });
      this.process.send(message);
    });
  }

  async end(message?: string): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    if (message === undefined) this.process.disconnect();
    else this.process.send(message);
    await gone;
  }
}

/** A server in a process of its own. */
export class Server {
  private constructor(
    private readonly child: Child<ServerReport>,
    readonly url: string,
  ) {}

  static async start(plan: ServerPlan): Promise<Server> {
    const child = new Child<ServerReport>('server.ts');
    const report = await child.ask(plan);
    if (!('url' in report)) throw new Error('The server did not tell its address.');
    return new Server(child, report.url);
  }

  /** Queries sent to Postgres since the last time this was asked. */
  async queries(): Promise<number> {
    const report = await this.child.ask('count');
    return 'queries' in report ? report.queries : 0;
  }

  /** Bytes of memory it had at most at a time; not a number where its system does not tell. */
  async peakMemory(): Promise<number> {
    const report = await this.child.ask('memory');
    return 'peakBytes' in report ? report.peakBytes : Number.NaN;
  }

  stop(): Promise<void> {
    return this.child.end('stop');
  }
}

/** The clients, in one process of their own: the same for every server. */
export class Load {
  private readonly child = new Child<LoadReport>('load.ts');

  /** Calls per second. @throws with the first answer that was not as expected */
  async rate(plan: LoadPlan): Promise<number> {
    const report = await this.child.ask(plan);
    if ('failure' in report) throw new Error(report.failure);
    return plan.calls.length / report.seconds;
  }

  stop(): Promise<void> {
    return this.child.end();
  }
}

/** Those who append meanwhile, in a process of their own. */
export class Writers {
  private readonly child = new Child<WritersReport | 'writing'>('readers-writers.ts');

  static async start(plan: WritersPlan): Promise<Writers> {
    const writers = new Writers();
    await writers.child.ask(plan);
    return writers;
  }

  /** @returns how long their appends took */
  async stop(): Promise<WritersReport> {
    const report = await this.child.ask('stop');
    await this.child.end();
    if (report === 'writing') throw new Error('The writers did not stop.');
    return report;
  }
}
