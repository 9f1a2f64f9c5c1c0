import type { Provider } from '@nestjs/common';

export const clockParts: Provider[] = [];
