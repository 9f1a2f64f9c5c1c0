import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A file of the page, under an address that changes with its content. */
export interface Asset {
  readonly url: string;
  readonly type: string;
  readonly content: Buffer;
  readonly gzipped: Buffer;
}

const { resolve } = createRequire(import.meta.url);
const ofPackage = (name: string, path: string): string => join(dirname(resolve(`${name}/package.json`)), path);
const ofPage = (path: string): string => join(import.meta.dirname, 'page', path);

/** Where each file comes from; the names are those used in page/index.html. */
const sources: Readonly<Record<string, string>> = {
  'react.js': ofPackage('react', 'umd/react.production.min.js'),
  'react-dom.js': ofPackage('react-dom', 'umd/react-dom.production.min.js'),
  'graphql-ws.js': ofPackage('graphql-ws', 'umd/graphql-ws.min.js'),
  'graphiql.min.js': ofPackage('graphiql', 'graphiql.min.js'),
  'graphiql.min.css': ofPackage('graphiql', 'graphiql.min.css'),
  'explorer.js': ofPage('explorer.js'),
  'explorer.css': ofPage('explorer.css'),
  'icon.svg': ofPage('icon.svg'),
};

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

const compress = promisify(gzip);

// The browser's tools would ask for maps that are not served.
const withoutSourceMap = (content: Buffer): Buffer =>
  Buffer.from(
    content
      .toString('utf8')
      .replace(/\n(\/\/[#@] sourceMappingURL=[^\n]*|\/\*# sourceMappingURL=[^\n]*\*\/)\s*$/, '\n'),
  );

const readAsset = async ([name, path]: [string, string]): Promise<[string, Asset]> => {
  const content = withoutSourceMap(await readFile(path));
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 12);
  const type = types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  return [name, { url: `/explorer/${hash}/${name}`, type, content, gzipped: await compress(content) }];
};

export interface Page {
  readonly html: string;
  readonly byUrl: ReadonlyMap<string, Asset>;
}

/** Reads everything the page needs into memory (about 6 MB), once. */
export const readPage = async (): Promise<Page> => {
  const assets = new Map(await Promise.all(Object.entries(sources).map(readAsset)));
  const template = await readFile(ofPage('index.html'), 'utf8');
  const html = template.replace(/\{\{([\w.-]+)\}\}/g, (_mark, name: string) => {
    const asset = assets.get(name);
    if (!asset) throw new Error(`The page asks for ${name}, which is not among its files.`);
    return asset.url;
  });
  return { html, byUrl: new Map([...assets.values()].map((asset) => [asset.url, asset])) };
};
