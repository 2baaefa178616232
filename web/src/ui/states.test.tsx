import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { ApiError } from '../api/client';
import { Empty, Widget } from './states';

let answer: () => Promise<string[]> = async () => [];
function Part() {
  const query = useQuery<string[], ApiError>({ queryKey: ['x'], queryFn: () => answer(), retry: false });
  return (
    <Widget query={query} height={10} empty={(d) => d.length === 0 && <Empty title="None" why="because" />}>
      {(d) => <p>{d.join()}</p>}
    </Widget>
  );
}
const show = () => {
  const client = new QueryClient();
  render(
    <QueryClientProvider client={client}>
      <Part />
    </QueryClientProvider>,
  );
  return client;
};

it('loads, fails with code, advice and request, and tries again', async () => {
  answer = async () => {
    throw new ApiError('locked', 503, 'r-1', 'wait');
  };
  show();
  expect(screen.getByText('Loading')).toBeTruthy();
  expect((await screen.findByRole('alert')).textContent).toContain('locked (wait). Code 503. Request r-1.');
  answer = async () => ['figure'];
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('figure')).toBeTruthy();
});

it('is empty because of something', async () => {
  answer = async () => [];
  show();
  expect(await screen.findByText('because')).toBeTruthy();
});

it('keeps the last good data with its age when the next answer fails', async () => {
  answer = async () => ['figure'];
  const client = show();
  await screen.findByText('figure');
  answer = async () => {
    throw new ApiError('gone', null, null);
  };
  await client.refetchQueries();
  expect(await screen.findByText(/Last good data, under a minute old/)).toBeTruthy();
  expect(screen.getByText('figure')).toBeTruthy();
});
