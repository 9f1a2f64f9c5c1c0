import type { Provider } from '@nestjs/common';

export const closingParts: Provider[] = [];
