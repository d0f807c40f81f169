/* Online training of a network of fixed sizes: INPUTS-HIDDEN-OUTPUTS, sigmoid, half the squared error, COUNT examples.
 * All loops have constant bounds, so the compiler unrolls them. It computes no costs. */
#include <math.h>

static inline double sigmoid(double net) { return 1 / (1 + exp(-net)); }

/* Parameters: for each layer its weights, neurons x inputs, then its biases. */
struct network {
  double w1[HIDDEN][INPUTS], b1[HIDDEN], w2[OUTPUTS][HIDDEN], b2[OUTPUTS];
};

void train(double *parameters, const double *inputs, const double *targets, double rate, long epochs) {
  struct network net = *(struct network *)parameters;
  for (long epoch = 0; epoch < epochs; epoch++) {
    for (int n = 0; n < COUNT; n++) {
      const double *x = inputs + n * INPUTS, *t = targets + n * OUTPUTS;
      double h[HIDDEN], o[OUTPUTS], dh[HIDDEN], dout[OUTPUTS];
      for (int j = 0; j < HIDDEN; j++) {
        double z = 0;
        for (int i = 0; i < INPUTS; i++) z += net.w1[j][i] * x[i];
        h[j] = sigmoid(z + net.b1[j]);
      }
      for (int j = 0; j < OUTPUTS; j++) {
        double z = 0;
        for (int i = 0; i < HIDDEN; i++) z += net.w2[j][i] * h[i];
        o[j] = sigmoid(z + net.b2[j]);
        dout[j] = (o[j] - t[j]) * (o[j] * (1 - o[j]));
      }
      for (int i = 0; i < HIDDEN; i++) {
        double slope = 0;
        for (int j = 0; j < OUTPUTS; j++) slope += dout[j] * net.w2[j][i];
        dh[i] = slope * (h[i] * (1 - h[i]));
      }
      for (int j = 0; j < OUTPUTS; j++) {
        for (int i = 0; i < HIDDEN; i++) net.w2[j][i] -= rate * dout[j] * h[i];
        if (BIASES) net.b2[j] -= rate * dout[j];
      }
      for (int j = 0; j < HIDDEN; j++) {
        for (int i = 0; i < INPUTS; i++) net.w1[j][i] -= rate * dh[j] * x[i];
        if (BIASES) net.b1[j] -= rate * dh[j];
      }
    }
  }
  *(struct network *)parameters = net;
}
