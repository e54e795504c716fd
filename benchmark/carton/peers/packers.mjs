export { pack3D } from 'binpackingjs/3d'
export { default as bp3d } from 'bp3d'
