import { Component, type ReactNode } from 'react';
import parts from '../ui/parts.module.css';
import { Empty } from '../ui/states';

/** What browsers and Vite say of a script or a style that didn't come. */
const missing = (error: unknown) => /module script|imported module|preload CSS/i.test(String(error));

/** A fault of the page's own code stays within the page: the shell and its menu go on, and nothing half-drawn is left. */
export class Boundary extends Component<{ children: ReactNode }, { broken: false | 'fault' | 'missing' }> {
  override state: { broken: false | 'fault' | 'missing' } = { broken: false };
  static getDerivedStateFromError(error: unknown) {
    return { broken: missing(error) ? 'missing' : 'fault' };
  }
  override render() {
    if (!this.state.broken) return this.props.children;
    const [title, why] =
      this.state.broken === 'missing'
        ? ['This page could not be loaded', 'The server did not send it. No figure is shown.']
        : ['This page has a fault', "It is the page's own, not the data's. No figure is shown."];
    return (
      <section className={parts['card']} aria-label="Fault">
        <h1 className="sr-only">Fault</h1>
        <div role="alert">
          <Empty level="h2" title={title} why={why}>
            <button type="button" className={parts['button']} onClick={() => window.location.reload()}>
              Load it again
            </button>
          </Empty>
        </div>
      </section>
    );
  }
}
