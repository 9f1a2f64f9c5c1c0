import type { Provider } from '@nestjs/common';

export const linksParts: Provider[] = [];
