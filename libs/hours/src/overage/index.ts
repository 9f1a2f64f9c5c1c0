import type { Provider } from '@nestjs/common';

export const overageParts: Provider[] = [];
