import type { Provider } from '@nestjs/common';

export const feedsParts: Provider[] = [];
