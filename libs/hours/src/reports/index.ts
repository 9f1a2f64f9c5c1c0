import type { Provider } from '@nestjs/common';

export const reportsParts: Provider[] = [];
