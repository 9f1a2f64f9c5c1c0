import type { Provider } from '@nestjs/common';

export const planningParts: Provider[] = [];
