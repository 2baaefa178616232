import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import SignIn from './sign-in';

it('says how long the token stays: the cookie is one of the session', () => {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SignIn />
    </QueryClientProvider>,
  );
  expect(screen.getByText(/^It stays in a cookie .*, until you sign out or close the browser\.$/)).toBeTruthy();
});
