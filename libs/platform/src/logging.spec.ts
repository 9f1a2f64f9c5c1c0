import { NestLog, openLog } from './logging.js';

const writing = (level = 'trace') => {
  const lines: Record<string, unknown>[] = [];
  const log = openLog({ name: 'spec', level, destination: { write: (line) => void lines.push(JSON.parse(line)) } });
  return { log, lines };
};

describe('the log', () => {
  it('writes one object a line', () => {
    const { log, lines } = writing();
    log.child({ requestId: 'r1' }).info({ rows: 3 }, 'listed');
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        program: 'spec',
        pid: process.pid,
        requestId: 'r1',
        rows: 3,
        message: 'listed',
      },
    ]);
  });

  it.each([
    { token: 'hush' },
    { user: { password: 'hush' } },
    { req: { headers: { authorization: 'Bearer hush', cookie: 'hush' } } },
    { err: Object.assign(new Error('x'), { config: { secret: 'hush' } }) },
  ])('leaves secrets out of %j', (fields) => {
    const { log, lines } = writing();
    log.info(fields, 'said');
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain('hush');
  });

  it('writes nothing below its level', () => {
    const { log, lines } = writing('warn');
    log.info('small talk');
    expect(lines).toEqual([]);
  });
});

describe("Nest's messages", () => {
  it('carry their context', () => {
    const { log, lines } = writing();
    new NestLog(log).log('started', 'NestFactory');
    expect(lines[0]).toMatchObject({ level: 'debug', context: 'NestFactory', message: 'started' });
  });

  it('keep the stack of an error, wherever it stands', () => {
    const { log, lines } = writing();
    const nest = new NestLog(log);
    nest.error(new Error('broke'));
    nest.error('while starting', new Error('broke'), 'Loader');
    expect(lines[0]).toMatchObject({
      level: 'error',
      message: 'broke',
      err: { stack: expect.stringContaining('spec.ts') },
    });
    expect(lines[1]).toMatchObject({ message: 'while starting', context: 'Loader', err: { message: 'broke' } });
  });
});
