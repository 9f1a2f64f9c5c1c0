import type { Provider } from '@nestjs/common';

export const timeParts: Provider[] = [];
