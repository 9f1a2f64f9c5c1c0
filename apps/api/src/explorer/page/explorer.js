/* global React, ReactDOM, GraphiQL, graphqlWs */
'use strict';
(() => {
  const { createElement: h, useEffect, useMemo, useState } = React;
  const tokenKey = 'twolane-token';

  // A pasted token lives as long as this browser tab; it is never written to disk by this page.
  const savedToken = () => sessionStorage.getItem(tokenKey) ?? '';
  const saveToken = (token) => (token ? sessionStorage.setItem(tokenKey, token) : sessionStorage.removeItem(tokenKey));

  const fetcherFor = (token) => {
    if (!token) return () => ({ errors: [{ message: 'Choose who you are first, at the top right.' }] });
    const authorization = `Bearer ${token}`;
    return GraphiQL.createFetcher({
      url: '/graphql',
      headers: { authorization },
      wsClient: graphqlWs.createClient({
        url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
        connectionParams: { authorization },
        retryAttempts: 2,
      }),
    });
  };

  const Caller = ({ tokens, token, onToken }) => {
    const field = tokens
      ? h(
          'select',
          { id: 'caller', value: token, onChange: (event) => onToken(event.target.value) },
          h('option', { value: '' }, 'Choose a demo person…'),
          tokens.map((one) => h('option', { key: one.token, value: one.token }, one.label)),
        )
      : h('input', {
          id: 'caller',
          type: 'password',
          autoComplete: 'off',
          spellCheck: false,
          placeholder: 'Paste an access token',
          value: token,
          onChange: (event) => onToken(event.target.value.trim()),
        });
    return h(
      'div',
      { className: 'twolane-caller' },
      h('span', { className: 'twolane-dot', 'data-ready': String(token !== ''), 'aria-hidden': true }),
      h('label', { htmlFor: 'caller' }, tokens ? 'You are' : 'Token'),
      field,
    );
  };

  const OperationList = ({ operations }) => {
    const { queryEditor, variableEditor } = GraphiQL.React.useEditorContext({ nonNull: true });
    const load = ({ query, variables }) => {
      if (!queryEditor) return;
      queryEditor.setValue(query);
      variableEditor?.setValue(variables);
      // The editor reads a new text after a moment; without this, an operation run at once would go by the last one's name and kind.
      queryEditor.documentAST = GraphiQL.GraphQL.parse(query);
      queryEditor.operationName = GraphiQL.GraphQL.getOperationAST(queryEditor.documentAST)?.name?.value;
    };
    const item = (operation) =>
      h(
        'li',
        { key: operation.name },
        h(
          'button',
          { type: 'button', className: 'twolane-operation', onClick: () => load(operation) },
          h('em', null, operation.type),
          h('strong', null, operation.title),
          h('span', null, operation.description),
        ),
      );
    return h(
      React.Fragment,
      null,
      h('div', { className: 'graphiql-doc-explorer-title' }, 'Operations'),
      h(
        'p',
        { className: 'twolane-hint' },
        'Choose one to put it into the editor, then press the button or Ctrl-Enter.',
      ),
      h('ul', { className: 'twolane-operations' }, operations.map(item)),
    );
  };

  const icon = () =>
    h(
      'svg',
      { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round' },
      h('path', { d: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01' }),
    );

  const Bar = ({ children }) =>
    h(
      'header',
      { className: 'twolane-bar' },
      h('img', { src: document.querySelector('link[rel=icon]').href, alt: '' }),
      h('span', { className: 'twolane-name' }, 'Twolane', h('small', null, 'API explorer')),
      children,
    );

  const Editor = ({ operations, token }) => {
    const fetcher = useMemo(() => fetcherFor(token), [token]);
    const list = useMemo(
      () => ({ title: 'Ready-made operations', icon, content: () => h(OperationList, { operations }) }),
      [operations],
    );
    const plugins = useMemo(() => [list], [list]);
    const [first] = operations;
    const options = {
      fetcher,
      // null: nothing is asked before there is a token to ask with; undefined: introspect.
      schema: token ? undefined : null,
      plugins,
      visiblePlugin: list,
      // On the first visit only: later the editor brings back what was in it.
      ...(first && !localStorage.getItem('graphiql:tabState') && { query: first.query, variables: first.variables }),
      defaultEditorToolsVisibility: 'variables',
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
    };
    return h('main', { className: 'twolane-editor' }, h(GraphiQL, options, h(GraphiQL.Logo, null, ' ')));
  };

  const Explorer = ({ operations, tokens }) => {
    const [token, setToken] = useState(() => {
      const saved = savedToken();
      return tokens && !tokens.some((one) => one.token === saved) ? '' : saved;
    });
    useEffect(() => saveToken(token), [token]);
    return h(
      React.Fragment,
      null,
      h(Bar, null, h(Caller, { tokens, token, onToken: setToken })),
      h(Editor, { operations, token }),
    );
  };

  const root = ReactDOM.createRoot(document.getElementById('explorer'));
  fetch('/explorer/config.json')
    .then((answer) => answer.json())
    .then((config) => root.render(h(Explorer, config)))
    .catch(() =>
      root.render(h('p', { className: 'twolane-loading' }, 'The service does not answer. Reload to try again.')),
    );
})();
