import type { Provider } from '@nestjs/common';

export const dependenciesParts: Provider[] = [];
