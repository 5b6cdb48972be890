export { LIFE_STATES } from '../../domain/life-states.ts';
