import type { Provider } from '@nestjs/common';
import { IssueReader } from './issue-reader.js';
import { StatementReader } from './statement-reader.js';
import { StatementRows } from './statement-rows.js';
import { StatementView } from './statement.view.js';
import { Statements } from './to-statement.js';

export const statementParts: Provider[] = [StatementRows, IssueReader, StatementReader, Statements, StatementView];
