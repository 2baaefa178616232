import { Component, type ReactNode } from 'react';
import parts from '../ui/parts.module.css';
import { Empty } from '../ui/states';

/** A fault of the page's own code stays within the page: the shell and its menu go on, and nothing half-drawn is left. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <section className={parts['card']} aria-label="Fault">
        <h1 className="sr-only">Fault</h1>
        <Empty level="h2" title="This page has a fault" why="It is the page's own, not the data's. No figure is shown.">
          <button type="button" className={parts['button']} onClick={() => window.location.reload()}>
            Load it again
          </button>
        </Empty>
      </section>
    );
  }
}
