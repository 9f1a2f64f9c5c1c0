/** Where the API is: HTTP, sockets and event streams alike. */
export const graphqlPath = '/graphql';
