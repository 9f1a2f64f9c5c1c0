import type { Provider } from '@nestjs/common';

export const whatIfParts: Provider[] = [];
