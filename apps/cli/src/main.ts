import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { failStart } from '../../api/src/service/fail-start.js';
import { CliModule } from './cli.module.js';

try {
  await CommandFactory.run(CliModule, {
    logger: false,
    // Else Nest ends the process itself when a setting is wrong, without a word.
    abortOnError: false,
    serviceErrorHandler: failStart,
    errorHandler: stopQuietly,
  });
} catch (error) {
  failStart(error);
}

/** commander has said what is wrong, or shown the help that was asked for. */
function stopQuietly(error: Error & { exitCode?: number }): void {
  process.exit(error.exitCode ?? 1);
}
