import type { Provider } from '@nestjs/common';

export const itemsParts: Provider[] = [];
