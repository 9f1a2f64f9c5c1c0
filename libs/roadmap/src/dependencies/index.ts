import type { Provider } from '@nestjs/common';
import { Dependants } from './dependants.js';

export const dependenciesParts: Provider[] = [Dependants];
