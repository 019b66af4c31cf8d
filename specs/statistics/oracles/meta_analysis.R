# Pooled effects by metafor's rma, shrunken ones by its blup.
source("exchange.R")
suppressPackageStartupMessages(library(metafor))

fit_of <- function(q) {
  y <- sapply(q$effects, function(e) e$estimate)
  se <- sapply(q$effects, function(e) e$std_err)
  method <- c(fixed = "FE", reml = "REML", "dersimonian-laird" = "DL",
              "paule-mandel" = "PM")[[q$method]]
  test <- c(z = "z", "hartung-knapp" = "knha", "hartung-knapp-adhoc" = "adhoc")[[
    if (is.null(q$inference)) "z" else q$inference]]
  rma(y, sei = se, method = method, test = test, level = 100 * (1 - q$alpha),
      control = list(threshold = 1e-14, maxiter = 10000, tau2.max = 1e6, tol = 1e-14))
}

pooled <- function(q) {
  fit <- fit_of(q)
  result <- list(estimate = scalar(fit$beta), std_err = scalar(fit$se),
                 statistic = scalar(fit$zval), p_value = scalar(fit$pval),
                 ci = as_text(c(fit$ci.lb, fit$ci.ub)),
                 weights = as_text(weights(fit) / 100),
                 tau_squared = scalar(fit$tau2), q = scalar(fit$QE),
                 q_p_value = scalar(fit$QEp))
  if (q$method != "fixed") result$i_squared <- scalar(fit$I2 / 100)
  result
}

shrunken <- function(q) {
  fit <- fit_of(q)
  best <- blup(fit)
  list(centre = scalar(fit$beta), centre_std_err = scalar(fit$se),
       tau_squared = scalar(fit$tau2), estimates = as_text(best$pred),
       std_errs = as_text(best$se))
}

asked <- list(pooled = pooled, shrunken = shrunken)
answer(versions("metafor"), lapply(questions(), function(q) asked[[q$ask]](q)))
