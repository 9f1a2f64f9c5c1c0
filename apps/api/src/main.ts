import 'reflect-metadata';
import { type DemoAccess, ensureDemo, ensureQuarter, PeopleStore } from '#libs/people';
import { serviceSecret } from '#libs/api-kit';
import { openLog, readSettings, type Settings, stopOnSignals } from '#libs/platform';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { createApi } from './api.js';
import { tellDemoStory } from './demo/demo-requests.js';
import { tellBeside } from './demo/tell-beside.js';
import { closeGracefully } from './http/shutdown.js';
import { failStart } from './service/fail-start.js';
import { openDatabase, prepareDatabase } from './service/database.js';
import { Service } from './service/service.js';
import { welcome } from './welcome.js';

/** Ends started parts in the opposite order of their start, whatever was reached. */
class Started {
  private readonly parts: (() => Promise<unknown>)[] = [];

  add(stop: () => Promise<unknown>): void {
    this.parts.unshift(stop);
  }

  async stop(): Promise<void> {
    for (const stop of this.parts.splice(0)) await stop();
  }
}

const started = new Started();
try {
  await start(readSettings(process.env));
} catch (error) {
  await started.stop().catch(() => undefined);
  failStart(error);
}

async function start(settings: Settings): Promise<void> {
  const log = openLog({ name: 'api', level: settings.logLevel });
  stopOnSignals({
    stop: () => started.stop(),
    seconds: settings.shutdownSeconds + 20,
    onError: (error) => log.error({ err: error }, 'stopping failed'),
  });
  const database = await openDatabase(settings, log);
  started.add(() => database.stop());
  const role = await prepareDatabase(database, settings, log);
  const service = await Service.open({ url: database.url, role, settings, log, name: 'twolane api' });
  started.add(() => service.close());
  const { demo, quarter } = await demoOf(service, settings);
  const app = await createApi({ service, settings, log, demo, quarter });
  started.add(() => closeGracefully(app));
  if (settings.worker === 'inside') service.startWork();
  await app.init();
  const { schema } = app.get(GraphQLSchemaHost);
  if (demo.length > 0) await tellDemoStory(service, schema, demo);
  await app.listen(settings.port, settings.host);
  process.stdout.write(welcome({ url: await app.getUrl(), demo, quarter, embedded: embeddedFolder(settings) }));
  started.add(tellBeside({ service, schema, log, demo, quarter }));
}

// Functions, not constants: they are called while the rest of this file has not run yet.
async function demoOf(service: Service, settings: Settings): Promise<{ demo: DemoAccess[]; quarter: DemoAccess[] }> {
  if (!settings.demo) return { demo: [], quarter: [] };
  const { clock, events, pool } = service;
  const key = (await serviceSecret(pool, 'demo')).toString('hex');
  const people = new PeopleStore(pool);
  const demo = await ensureDemo(events, people, { key });
  const clocks = { createSandbox: (id: string, at: string) => clock.create(id, at) };
  const withQuarter = demo.length > 0 && settings.demoQuarter;
  return { demo, quarter: withQuarter ? await ensureQuarter(events, people, { key, clocks }) : [] };
}

function embeddedFolder({ dataDir, databaseUrl }: Settings): string | null {
  return databaseUrl ? null : dataDir;
}
