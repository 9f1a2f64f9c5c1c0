import 'reflect-metadata';
import { openLog, readSettings, SettingsError, type Settings, stopOnSignals } from '#libs/platform';
import { openDatabase, prepareDatabase } from '../../api/src/service/database.js';
import { failStart } from '../../api/src/service/fail-start.js';
import { Service } from '../../api/src/service/service.js';

/** Asynchronous read models, process managers, timers and housekeeping, alone: beside apis that run with WORKER=off. */
try {
  await start(readSettings(process.env));
} catch (error) {
  failStart(error);
}

async function start(settings: Settings): Promise<void> {
  if (!settings.databaseUrl)
    throw new SettingsError(['DATABASE_URL is missing: a worker works on the database of an api']);
  const log = openLog({ name: 'worker', level: settings.logLevel });
  const database = await openDatabase(settings, log);
  const role = await prepareDatabase(database, settings, log);
  const service = await Service.open({ url: database.url, role, settings, log, name: 'twolane worker' });
  stopOnSignals({
    stop: () => service.close(),
    seconds: settings.shutdownSeconds,
    onError: (error) => log.error({ err: error }, 'stopping failed'),
  });
  service.startWork();
  log.info('works');
}
