/* Training of a network of any sizes, sigmoid, half the squared error: online, or with the averaged gradient of the
 * whole batch. Loops as one writes them, over rows of weights. It computes no costs. */
#include <math.h>
#include <stdlib.h>

static double sigmoid(double net) { return 1 / (1 + exp(-net)); }

struct layer {
  int inputs, neurons;
  double *weights, *biases; /* neurons x inputs */
  double *gradients, *bias_gradients;
  double *activations, *deltas;
};

static void forward(int layers, struct layer *net, const double *x) {
  for (int l = 0; l < layers; l++) {
    struct layer *p = &net[l];
    for (int j = 0; j < p->neurons; j++) {
      double z = 0;
      for (int i = 0; i < p->inputs; i++) z += p->weights[j * p->inputs + i] * x[i];
      p->activations[j] = sigmoid(z + p->biases[j]);
    }
    x = p->activations;
  }
}

static void backward(int layers, struct layer *net, const double *t) {
  for (int l = layers - 1; l >= 0; l--) {
    struct layer *p = &net[l], *next = p + 1;
    for (int j = 0; j < p->neurons; j++) {
      double a = p->activations[j], slope = 0;
      if (l == layers - 1) slope = a - t[j];
      else for (int k = 0; k < next->neurons; k++) slope += next->deltas[k] * next->weights[k * next->inputs + j];
      p->deltas[j] = slope * (a * (1 - a));
    }
  }
}

/* weights += factor * delta * incoming, or the same for gradients */
static void spread(int layers, struct layer *net, const double *x, double factor, int gradients, int move_biases) {
  for (int l = 0; l < layers; l++) {
    struct layer *p = &net[l];
    double *weights = gradients ? p->gradients : p->weights;
    double *biases = gradients ? p->bias_gradients : p->biases;
    for (int j = 0; j < p->neurons; j++) {
      double d = factor * p->deltas[j];
      for (int i = 0; i < p->inputs; i++) weights[j * p->inputs + i] += d * x[i];
      if (move_biases) biases[j] += d;
    }
    x = p->activations;
  }
}

/* sizes: layers + 1 of them; parameters: for each layer its weights, then its biases. */
void train(int layers, const int *sizes, double *parameters, const double *inputs, const double *targets, int count,
           int whole_batch, int move_biases, double rate, long epochs) {
  struct layer *net = calloc(layers, sizeof *net);
  int size = 0;
  for (int l = 0; l < layers; l++) size += (sizes[l] + 1) * sizes[l + 1];
  double *gradients = calloc(size, sizeof(double));
  double *p = parameters, *g = gradients;
  for (int l = 0; l < layers; l++) {
    int n = sizes[l] * sizes[l + 1], m = sizes[l + 1];
    net[l] = (struct layer){sizes[l], m, p, p + n, g, g + n, calloc(m, sizeof(double)), calloc(m, sizeof(double))};
    p += n + m;
    g += n + m;
  }
  for (long epoch = 0; epoch < epochs; epoch++) {
    for (int n = 0; n < count; n++) {
      const double *x = inputs + n * sizes[0];
      forward(layers, net, x);
      backward(layers, net, targets + n * sizes[layers]);
      spread(layers, net, x, whole_batch ? 1 : -rate, whole_batch, move_biases);
    }
    if (!whole_batch) continue;
    for (int k = 0; k < size; k++) {
      parameters[k] -= rate / count * gradients[k];
      gradients[k] = 0;
    }
  }
  for (int l = 0; l < layers; l++) {
    free(net[l].activations);
    free(net[l].deltas);
  }
  free(gradients);
  free(net);
}
