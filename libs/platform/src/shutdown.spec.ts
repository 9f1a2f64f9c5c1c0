import { EventEmitter } from 'node:events';
import { stopOnSignals } from './shutdown.js';

const program = (stop: () => Promise<void>, seconds = 1000) => {
  const signals = new EventEmitter();
  const clock = { now: 0 };
  const codes: number[] = [];
  const ended = new Promise<number>((resolve) =>
    stopOnSignals({
      stop,
      seconds,
      process: signals,
      now: () => clock.now,
      exit: (code) => {
        codes.push(code);
        resolve(code);
      },
    }),
  );
  return { signals, clock, codes, ended };
};

const never = () => new Promise<void>(() => undefined);

describe('stopping', () => {
  it('ends after the work is done', async () => {
    let stopped = 0;
    const { signals, ended } = program(async () => void stopped++);
    signals.emit('SIGTERM');
    expect(await ended).toBe(0);
    expect(stopped).toBe(1);
  });

  it('ends with an error when stopping fails', async () => {
    const { signals, ended } = program(() => Promise.reject(new Error('stuck')));
    signals.emit('SIGINT');
    expect(await ended).toBe(1);
  });

  it('ends at once at the second signal', async () => {
    const { signals, clock, ended } = program(never);
    signals.emit('SIGINT');
    clock.now = 2000;
    signals.emit('SIGINT');
    expect(await ended).toBe(1);
  });

  it('takes signals that come together for one', () => {
    const { signals, clock, codes } = program(never);
    signals.emit('SIGINT');
    clock.now = 3;
    signals.emit('SIGINT');
    expect(codes).toEqual([]);
  });

  it('does not wait for ever', async () => {
    const { signals, ended } = program(never, 0);
    signals.emit('SIGTERM');
    expect(await ended).toBe(1);
  });
});
