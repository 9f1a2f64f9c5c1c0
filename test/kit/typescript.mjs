/** `node --import ./test/kit/typescript.mjs file.ts` runs sources without a build; specs are compiled by jest instead. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
