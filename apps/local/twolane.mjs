/** `npm run twolane -- …`: the command line for operators and reporters. */
import { run } from './run.mjs';

await run('cli');
