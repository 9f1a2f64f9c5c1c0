/** Who may import whom; test/guards/structure.spec.ts plants a violation of every rule. */
const testCode = '(\\.(spec|spec-kit|contract|fixture)\\.ts$|/contract/)';
const inside = '^libs/[^/]+/src/';
const door = '^libs/[^/]+/src/index\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment:
        "The domain knows its own folder, the kernel's types, the shared vocabulary and the arithmetic of local time: no framework, no I/O, no other context.",
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/domain/', pathNot: testCode },
      to: {
        pathNot: [
          '^libs/$1/src/domain/',
          '^libs/(event-log|vocabulary)/src/index\\.ts$',
          '(^|/)node_modules/temporal-polyfill/',
        ],
      },
    },
    {
      name: 'vocabulary-is-pure',
      comment: 'Words, values and checks every context shares: nothing but the kernel below them.',
      severity: 'error',
      from: { path: '^libs/vocabulary/', pathNot: testCode },
      to: { pathNot: ['^libs/vocabulary/', '^libs/event-log/src/index\\.ts$'] },
    },
    {
      name: 'libs-meet-at-doors',
      comment: 'A lib is entered by its index.ts.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: inside, pathNot: ['^libs/$1/', door] },
    },
    {
      name: 'outsiders-use-doors',
      comment:
        'Programs and tests enter a lib by its index.ts as well; what stores of the log are tested with has a folder of its own.',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: { path: inside, pathNot: [door, '^libs/event-log/src/contract/'] },
    },
    {
      name: 'event-log-stands-alone',
      comment: 'The kernel could be published by itself.',
      severity: 'error',
      from: { path: '^libs/event-log/', pathNot: testCode },
      to: { path: '^(libs|apps)/', pathNot: '^libs/event-log/' },
    },
    {
      name: 'api-kit-knows-no-context',
      severity: 'error',
      from: { path: '^libs/api-kit/', pathNot: testCode },
      to: { path: '^libs/', pathNot: '^libs/(api-kit|event-log|platform|vocabulary)/' },
    },
    {
      name: 'platform-knows-nobody',
      severity: 'error',
      from: { path: '^libs/platform/', pathNot: testCode },
      to: { path: '^libs/', pathNot: '^libs/platform/' },
    },
    {
      name: 'libs-know-no-program',
      severity: 'error',
      from: { path: '^libs/', pathNot: testCode },
      to: { path: '^apps/' },
    },
    {
      name: 'tests-stay-outside',
      comment: 'What runs in production imports no test code.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: testCode },
      to: { path: ['^test/', testCode] },
    },
    {
      name: 'no-cycles',
      comment: 'Types may know each other; values may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'production-packages-only',
      comment: 'What runs in production is a dependency, not a devDependency.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: [testCode, '^apps/local/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that is not understood is an import that no rule sees. Of json-schema there are types alone.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^json-schema$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|apps/api/src/explorer/page)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.json'],
    },
  },
};
