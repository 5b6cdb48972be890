/** Listeners called in the order they were added; one that throws does not disturb the others. */
export interface Signal<T> {
  on(listener: (value: T) => void): () => void;
  emit(value: T): void;
}

export const signal = <T>(): Signal<T> => {
  const listeners = new Set<(value: T) => void>();
  return {
    on(listener) {
      // Wrapped, so that adding the same function twice means two calls and two removals.
      const own = (value: T): void => listener(value);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    emit(value) {
      for (const listener of [...listeners]) {
        try {
          listener(value);
        } catch (error) {
          process.emitWarning(error instanceof Error ? error : String(error), 'DeviceListenerWarning');
        }
      }
    },
  };
};
