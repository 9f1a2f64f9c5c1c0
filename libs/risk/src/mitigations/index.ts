import type { Provider } from '@nestjs/common';

export const mitigationsParts: Provider[] = [];
