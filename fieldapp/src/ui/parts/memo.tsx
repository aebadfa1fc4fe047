/** A component that is drawn anew only when what it is given differs: for the lines of long lists. */
import { Component, type ComponentType, type FunctionComponent } from 'preact'

export function memo<P extends object>(Inner: FunctionComponent<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const before = this.props as Record<string, unknown>
      const after = next as Record<string, unknown>
      return [...new Set([...Object.keys(before), ...Object.keys(after)])].some((name) => before[name] !== after[name])
    }

    override render() {
      return <Inner {...this.props} />
    }
  }
}
