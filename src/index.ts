export type { DeviceKind, Identity } from './backends/candidate.js';
export { type BackendDescription, describeBackend } from './backends/describe-backend.js';
export { DeviceLostError } from './backends/device-loss.js';
export { type SelectOptions, selectBackend } from './backends/select-backend.js';
export {
  type Certificate,
  certify,
  type Problem,
} from './certificate/certify.js';
export type { ProblemFit, Stopped } from './certificate/problem-fit.js';
export { type BenchmarkRow, benchmarkChart } from './charts/benchmark-chart.js';
export { coefficientMap } from './charts/coefficient-map.js';
export { type CoefficientPathOptions, coefficientPath } from './charts/coefficient-path.js';
export {
  type CoefficientSeriesOptions,
  type ColouredCoefficients,
  coefficientSeries,
} from './charts/coefficient-series.js';
export { convergence, type TracedFit } from './charts/convergence.js';
export type { Predicted, PredictedOptions } from './charts/predicted.js';
export { predictedVersusActual } from './charts/predicted-versus-actual.js';
export { residuals } from './charts/residuals.js';
export type { ChartOptions, NamedCoefficients, PlotOptions, Spec, Theme } from './charts/spec.js';
export { type StabilityPathsOptions, stabilityPaths } from './charts/stability-paths.js';
export { type SupportFrequencyOptions, supportFrequency } from './charts/support-frequency.js';
export { type SupportMapOptions, supportMap } from './charts/support-map.js';
export { taskCorrelation } from './charts/task-correlation.js';
export { type ValidationCurveOptions, validationCurve } from './charts/validation-curve.js';
export { type Matrix, toRows } from './data/matrix.js';
export {
  type SineTaskSizes,
  type SineTasks,
  sineTasks,
} from './data/sine-tasks.js';
export type { Label, LabelsInput } from './data/to-labels.js';
export {
  type HostMatrix,
  type ShapedArray,
  toMatrix,
} from './data/to-matrix.js';
export type { VectorInput } from './data/to-vector.js';
export type { Datafit } from './datafits/datafit.js';
export { quadratic } from './datafits/quadratic.js';
export { withRidge } from './datafits/with-ridge.js';
export { elasticNet } from './estimators/elastic-net.js';
export type { Estimator } from './estimators/estimator.js';
export { type GroupOptions, groupLasso } from './estimators/group-lasso.js';
export type { Groups, GroupsInput } from './estimators/groups.js';
export { lasso } from './estimators/lasso.js';
export {
  type LinearFit,
  predict,
  score,
  support,
} from './estimators/linear-fit.js';
export type { FitOptions, MakePenalty, Model, PathFitOptions } from './estimators/model.js';
export { type ModelJSON, modelFromJSON, modelToJSON, type ReadModel, type Writable } from './estimators/model-json.js';
export { multiTaskElasticNet } from './estimators/multi-task-elastic-net.js';
export { multiTaskLasso } from './estimators/multi-task-lasso.js';
export type { CheckedOptions, EstimatorOptions, RatioOptions, SolverName } from './estimators/options.js';
export { type PenalisedOptions, penalised } from './estimators/penalised.js';
export type { AlphaInput } from './estimators/read-alphas.js';
export type { MatrixInput } from './estimators/read-matrix.js';
export { type Recovery, recovery } from './estimators/recovery.js';
export { sparseGroupLasso } from './estimators/sparse-group-lasso.js';
export type { FitProgress, Trace } from './estimators/trace.js';
export { l1 } from './penalties/l1.js';
export { l1inf } from './penalties/l1inf.js';
export { l21 } from './penalties/l21.js';
export { normPenalty, type PenaltyOptions, type TaskNorm, type TensorNorm } from './penalties/norm-penalty.js';
export type { FeatureNorm, Penalty } from './penalties/penalty.js';
export { sparseGroup } from './penalties/sparse-group.js';
export { groupSoftThreshold } from './prox/group-soft-threshold.js';
export { softThreshold } from './prox/soft-threshold.js';
export { type RandomState, randomState } from './random/random-state.js';
export { alphaGrid, type GridOptions } from './selection/alpha-grid.js';
export { type Bootstrap, type BootstrapOptions, bootstrap } from './selection/bootstrap.js';
export type { Choice, Curve, Rule } from './selection/choose.js';
export {
  type Criterion,
  type CriterionChoice,
  type CriterionCurve,
  type CriterionOptions,
  chooseByCriterion,
  type Noise,
} from './selection/choose-by-criterion.js';
export { collectPath, type PathRecord } from './selection/collect-path.js';
export { aic, aicc, bic, type Evidence, ebic } from './selection/criteria.js';
export { type CrossValidation, type CrossValidationOptions, crossValidate } from './selection/cross-validate.js';
export { degreesOfFreedom, yuanLinDegreesOfFreedom } from './selection/degrees-of-freedom.js';
export { fitTasks, type TasksOptions } from './selection/fit-tasks.js';
export { halfSamples } from './selection/half-samples.js';
export { noiseVariance } from './selection/noise-variance.js';
export { type Alphas, type MakeEstimator, type PathOptions, type PathStep, path } from './selection/path.js';
export { type Assumption, type BoundOptions, pferBound } from './selection/pfer-bound.js';
export type { DataOptions } from './selection/read-data.js';
export { type LinearModel, refit, relaxed } from './selection/relaxed.js';
export { releaseMemory } from './selection/release-memory.js';
export type { Resources } from './selection/resources.js';
export type { Score } from './selection/scores.js';
export { elasticNetCV, lassoCV, multiTaskElasticNetCV, multiTaskLassoCV } from './selection/short-forms.js';
export type { FittedTo } from './selection/solution.js';
export {
  groupKFold,
  kFold,
  leaveOneOut,
  repeatedKFold,
  rollingOrigin,
  type Split,
  shuffleSplit,
} from './selection/splits.js';
export {
  type StabilityOptions,
  type StabilitySelection,
  type StableProblem,
  stabilitySelection,
} from './selection/stability-selection.js';
export type { Outcome, SelectionProgress } from './selection/tally.js';
export { type Validation, type ValidationGradient, validationGradient } from './selection/validation-gradient.js';
export type { Certify } from './solvers/batch.js';
export { type DouglasRachfordState, douglasRachford } from './solvers/douglas-rachford.js';
export { dualGap } from './solvers/dual-gap.js';
export { type FistaState, fista, restartedFista } from './solvers/fista.js';
export { type IstaState, ista } from './solvers/ista.js';
export { iterate } from './solvers/iterate.js';
export {
  type Progress,
  type Solution,
  type SolveOptions,
  solve,
} from './solvers/solve.js';
export type { Solver, State } from './solvers/solver.js';
export type { Seconds } from './solvers/stopwatch.js';
